package main

import (
	"context"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

// door is a way to ask Vaatu. Each method checks the answer; what is not as expected is an error.
type door interface {
	file(ctx context.Context, p *person, key string, r *casespb.Request) (filed, error)
	// claim answers the assignment with its new etag; held tells that somebody else holds it.
	claim(ctx context.Context, p *person, key string, a assignment) (after assignment, held bool, err error)
	release(ctx context.Context, p *person, key string, a assignment) (assignment, error)
	message(ctx context.Context, p *person, key, caseID, text string) error
	// queue answers how many cards there are, and the token of the next page.
	queue(ctx context.Context, p *person, unit, token string) (cards int, next string, err error)
	read(ctx context.Context, p *person, caseID string) error
	caseload(ctx context.Context, p *person) error
	close()
}

// filed is what is looked at in the answer to a request.
type filed struct{ caseID, assignmentID string }

// assignment is what is known of one before it is claimed.
type assignment struct {
	id, caseID, etag string
	// by is who claims it.
	by *person
}

// pageSize of a queue's page.
const pageSize = 50
