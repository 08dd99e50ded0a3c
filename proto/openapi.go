// Package proto holds the contract of Vaatu: the .proto files of every service, the code generated from them,
// and the OpenAPI document of the HTTP interface.
package proto

import _ "embed"

// OpenAPI is the OpenAPI 3.1 document (JSON) of every RPC that has an HTTP route, generated from the .proto files.
//
//go:embed openapi.json
var OpenAPI []byte
