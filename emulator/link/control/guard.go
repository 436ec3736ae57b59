package control

import (
	"crypto/subtle"
	"net"
	"net/http"
	"slices"
	"strings"
)

// maxBody bounds the body of a request, in bytes.
const maxBody = 1 << 20

// admit says whether a request may be carried out: from this machine's own
// names (else a web page could come in by a name of its own that resolves to
// this machine), from no web page of somebody else, and with the token.
func (s *Server) admit(r *http.Request) error {
	if !ownHost(r) {
		return forbidden("foreign_host", "the Host header is not this server's address", "Host ヘッダーがこのサーバーのアドレスではありません")
	}
	origins := r.Header.Values("Origin")
	if slices.ContainsFunc(origins, func(o string) bool { return o != "http://"+r.Host }) {
		return forbidden("foreign_origin", "requests from web pages of other origins are refused", "他のオリジンのウェブページからの要求は受け付けません")
	}
	token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !found || subtle.ConstantTimeCompare([]byte(token), []byte(s.config.Token)) != 1 {
		return &Problem{"no_token", "send the header Authorization: Bearer with the token that was given at the start",
			"起動時に表示されたトークンを Authorization: Bearer ヘッダーで送ります", http.StatusUnauthorized}
	}
	return nil
}

// ownHost: Host is the address at which the connection came in, or a loopback
// name with the same port.
func ownHost(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	_, port, err := net.SplitHostPort(local.String())
	if err != nil {
		return false
	}
	return r.Host == local.String() || slices.ContainsFunc([]string{"localhost", "127.0.0.1", "::1"},
		func(name string) bool { return r.Host == net.JoinHostPort(name, port) })
}
