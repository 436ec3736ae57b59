package main

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
)

// checkListen refuses an address that other machines can reach, unless the
// person asked for that.
func checkListen(addr string, anywhere bool) error {
	host, err := hostOf(addr)
	if err != nil {
		return err
	}
	if anywhere || isLoopback(host) {
		return nil
	}
	return usage(fmt.Sprintf("%q は他の端末からも接続できるアドレスです。127.0.0.1 を使うか、--listen-anywhere を付けます", addr),
		fmt.Sprintf("%q can be reached by other machines; use 127.0.0.1, or allow it with --listen-anywhere", addr), nil)
}

// hostOf takes the host out of an address with a port.
func hostOf(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if _, noPort := strconv.ParseUint(port, 10, 16); err != nil || noPort != nil {
		return "", usage(fmt.Sprintf("アドレス %q の形が正しくありません。127.0.0.1:8010 のように書きます", addr),
			fmt.Sprintf("the address %q is malformed; write it like 127.0.0.1:8010", addr), nil)
	}
	return host, nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// driverAddress is where the vpcd driver has this slot: every slot has a port
// of its own. An address on another machine is refused unless the person
// asked for that: whoever listens there gets the card.
func driverAddress(addr string, slot int, anywhere bool) (string, error) {
	host, err := hostOf(addr)
	if err != nil {
		return "", err
	}
	if !anywhere && !isLoopback(host) {
		return "", usage(fmt.Sprintf("%q は他の端末です。127.0.0.1 を使うか、--listen-anywhere を付けます", addr),
			fmt.Sprintf("%q is another machine; use 127.0.0.1, or allow it with --listen-anywhere", addr), nil)
	}
	if slot != 0 && slot != 1 {
		return "", usage("--slot は 0 か 1 です", "--slot is 0 or 1", nil)
	}
	_, port, _ := net.SplitHostPort(addr)
	n, err := strconv.Atoi(port)
	if err != nil || n+slot > 0xFFFF || n == 0 {
		return "", usage(fmt.Sprintf("アドレス %q のポートでスロット %d は使えません", addr, slot),
			fmt.Sprintf("the port of %q leaves no room for slot %d", addr, slot), nil)
	}
	return net.JoinHostPort(host, strconv.Itoa(n+slot)), nil
}
