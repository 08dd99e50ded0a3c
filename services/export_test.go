package services

import (
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Believe lets the first wall believe something else of whoever calls: it is no wall any more.
func Believe(what func(permission.Principal) permission.Principal) func(*Config) {
	return func(c *Config) { c.believe = what }
}

// Beat makes whoever watches hear something so often.
func Beat(every time.Duration) func(*Config) { return func(c *Config) { c.beat = every } }
