package main

import (
	"crypto/tls"
	"errors"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/certs"
)

// tlsFlags are the certificates by which the front and the services know each other over a network.
type tlsFlags struct {
	Cert     string `env:"VAATU_TLS_CERT" help:"Own certificate, where front and services are on different machines; read again when it changes." name:"tls-cert" type:"existingfile"`
	Key      string `env:"VAATU_TLS_KEY" help:"Key of the own certificate." name:"tls-key" type:"existingfile"`
	CA       string `env:"VAATU_TLS_CA" help:"Authority that makes the certificates of front and services, and no others." name:"tls-ca" type:"existingfile"`
	Gateway  string `default:"gateway.vaatu" env:"VAATU_TLS_GATEWAY_NAME" help:"DNS name in the certificates of fronts." name:"tls-gateway-name"`
	Services string `default:"services.vaatu" env:"VAATU_TLS_SERVICES_NAME" help:"DNS name in the certificates of services." name:"tls-services-name"`
}

// config answers the certificates; nil where all calls go to sockets.
func (t tlsFlags) config(network bool) (*tls.Config, error) {
	switch {
	case !network:
		return nil, nil //nolint:nilnil // sockets need none
	case t.Cert == "" || t.Key == "" || t.CA == "":
		return nil, errors.New("calls go over a network: give --tls-cert, --tls-key and --tls-ca")
	}
	return certs.Mutual(t.Cert, t.Key, t.CA)
}
