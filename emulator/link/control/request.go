package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Request names a card in exactly one way.
type Request struct {
	Type string // built-in card of this type, "05"
	Like string // example or look-alike of this name
	File string // text of a card file
}

// body reads an object whose keys are among the allowed ones, each at most
// once, and whose values are texts. No body is an empty object.
func body(w http.ResponseWriter, r *http.Request, allowed ...string) (map[string]string, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooBig, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, &Problem{"body_too_big", fmt.Sprintf("the body is over %d bytes", tooBig.Limit), fmt.Sprintf("本体が %d バイトを超えています", tooBig.Limit),
			http.StatusRequestEntityTooLarge}
	}
	if err != nil {
		return nil, badRequest("body_cut_off", "the body did not arrive", "本体を受信できませんでした")
	}
	if len(strings.TrimSpace(string(raw))) == 0 {
		return nil, nil
	}
	return object(string(raw), allowed)
}

// object parses strictly: encoding/json by itself takes keys in any case and
// several times.
func object(raw string, allowed []string) (map[string]string, error) {
	noObject := badRequest("malformed_json", "the body is no JSON object of texts", "本体が文字列だけの JSON オブジェクトではありません")
	in := json.NewDecoder(strings.NewReader(raw))
	if t, err := in.Token(); err != nil || t != json.Delim('{') {
		return nil, noObject
	}
	out := map[string]string{}
	for in.More() {
		key, err := in.Token()
		name, isText := key.(string)
		if err != nil || !isText {
			return nil, noObject
		}
		if !slices.Contains(allowed, name) {
			return nil, badRequest("unknown_key", "the body has a key that is not known here; known: "+listed(allowed), "本体に知らないキーがあります。使えるキー: "+listed(allowed))
		}
		if _, twice := out[name]; twice {
			return nil, badRequest("key_twice", "the body has "+name+" twice", "本体に "+name+" が2つあります")
		}
		value, err := in.Token()
		text, isText := value.(string)
		if err != nil || !isText {
			return nil, noObject
		}
		out[name] = text
	}
	if t, err := in.Token(); err != nil || t != json.Delim('}') {
		return nil, noObject
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return nil, noObject
	}
	return out, nil
}

func listed(words []string) string {
	if len(words) == 0 {
		return "-"
	}
	return strings.Join(words, ", ")
}

// cardKeys are the keys of a request for a card.
func cardKeys() []string { return []string{"type", "like", "file"} }

func cardRequest(w http.ResponseWriter, r *http.Request) (Request, error) {
	keys, err := body(w, r, cardKeys()...)
	if err != nil {
		return Request{}, err
	}
	q := Request{Type: keys["type"], Like: keys["like"], File: keys["file"]}
	if len(keys) != 1 || q == (Request{}) {
		return q, badRequest("no_card_named", "name the card with exactly one of type, like and file, and not by an empty text",
			"type、like、file のどれか1つだけでカードを指定します（空文字列は不可）")
	}
	return q, nil
}

// after reads the query of the trace.
func after(raw string) (uint64, error) {
	wrong := badRequest("wrong_query", "the query is after=N, N a whole number, 0 or more", "クエリは after=N です（N は0以上の整数）")
	query, err := url.ParseQuery(raw)
	if err != nil {
		return 0, wrong
	}
	if len(query) == 0 {
		return 0, nil
	}
	values := query["after"]
	if len(query) != 1 || len(values) != 1 {
		return 0, wrong
	}
	n, err := strconv.ParseUint(values[0], 10, 64)
	if err != nil {
		return 0, wrong
	}
	return n, nil
}
