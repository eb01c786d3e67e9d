package webhook

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// errPrivate says that an address is none of the public network.
var errPrivate = errors.New("the address is not public")

// inner are addresses that are not public though the standard library calls
// them global unicast ones: carriers' networks, tests, benchmarks, protocols, and
// those that hold an IPv4 address which a gateway would go on to.
var inner = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "fec0::/10")

func prefixes(list ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(list))
	for i, text := range list {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}

// public tells whether an address is one of the public network.
func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.Zone() != "" {
		return false
	}
	for _, p := range inner {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// newClient makes the client that messages are sent with: it uses no proxy,
// follows no redirects, and keeps no connection to an address that a name no
// longer resolves to.
func (s *Service) newClient() *http.Client {
	dialer := &net.Dialer{Timeout: answerIn / 2, ControlContext: s.control}
	return &http.Client{
		Timeout:       answerIn,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, TLSHandshakeTimeout: answerIn / 2,
			ResponseHeaderTimeout: answerIn, MaxResponseHeaderBytes: 16 << 10, ForceAttemptHTTP2: true},
	}
}

// control looks at the very address that is about to be connected to, after the
// name was resolved.
func (s *Service) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	if s.Private {
		return nil
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil || !public(at.Addr()) {
		return errPrivate
	}
	return nil
}

// allowed tells whether an address may be entered: what is wrong with it at
// first sight need not be tried.
func (s *Service) allowed(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Hostname() == "" {
		return false
	}
	if s.Private {
		return u.Scheme == "https" || u.Scheme == "http"
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" && (err != nil || public(ip))
}

// milliseconds is a duration as the log has it.
func milliseconds(d time.Duration) *int {
	n := int(d.Milliseconds())
	return &n
}
