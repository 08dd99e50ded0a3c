package main

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

// person is somebody with a session.
type person struct{ subject, token string }

// people signs in at the sessions' door whoever is asked for, once.
type people struct {
	sessions accesspb.SessionServiceClient
	known    map[string]*person
	schools  map[string]string
}

func dial(socket string) (*grpc.ClientConn, error) {
	conn, err := grpc.NewClient("unix://"+socket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, fmt.Errorf("dialling %s: %w", socket, err)
	}
	return conn, nil
}

// signIn answers the person whom the provider names so; schools are the codes of those that teach.
func (p *people) signIn(ctx context.Context, subject string) (*person, error) {
	if known, ok := p.known[subject]; ok {
		return known, nil
	}
	open := &accesspb.OpenSessionRequest{Issuer: issuer, Subject: subject, DisplayName: subject, Language: "fi"}
	if code, ok := p.schools[subject]; ok {
		open.SchoolRoles = []*accesspb.SchoolRole{{School: code, Role: accesspb.Role_ROLE_REQUESTER}}
	}
	session, err := p.sessions.OpenSession(ctx, open)
	if err != nil {
		return nil, fmt.Errorf("signing %s in: %w", subject, err)
	}
	p.known[subject] = &person{subject, session.GetToken()}
	return p.known[subject], nil
}

// as answers a context of the person's call by gRPC, with a key and an etag where they are given.
func (p *person) as(ctx context.Context, key, etag string) context.Context {
	md := metadata.Pairs("vaatu-session", p.token, "accept-language", "fi")
	if key != "" {
		md.Set("idempotency-key", key)
	}
	if etag != "" {
		md.Set("if-match", `"`+etag+`"`)
	}
	return metadata.NewOutgoingContext(ctx, md)
}
