package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

// empty answers each request with the same case, one that was filed: what JSON, the mux and a call over a socket cost
// before anything is done.
type empty struct {
	intakepb.UnimplementedIntakeServiceServer

	answer *casespb.Case
}

// SubmitCase files nothing.
func (e *empty) SubmitCase(context.Context, *intakepb.SubmitCaseRequest) (*casespb.Case, error) {
	return e.answer, nil
}

// filedCase is the file with a case as JSON.
const filedCase = "filed.json"

// serveEmpty serves until ctx ends; its socket is in dir, and the case that it answers.
func serveEmpty(ctx context.Context, address, dir string) error {
	var config net.ListenConfig
	socket := filepath.Join(dir, "empty.sock")
	inside, err := config.Listen(ctx, "unix", socket)
	if err != nil {
		return fmt.Errorf("listening for the empty service: %w", err)
	}
	defer os.Remove(socket)
	outside, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listening for the empty front: %w", err)
	}
	filed, err := os.ReadFile(filepath.Join(dir, filedCase))
	if err != nil {
		return fmt.Errorf("reading what a filing answers: %w", err)
	}
	answer := &casespb.Case{}
	if err := protojson.Unmarshal(filed, answer); err != nil {
		return fmt.Errorf("decoding what a filing answers: %w", err)
	}
	service := grpc.NewServer()
	intakepb.RegisterIntakeServiceServer(service, &empty{answer: answer})
	conn, err := dial(socket)
	if err != nil {
		return err
	}
	defer conn.Close()
	mux := runtime.NewServeMux()
	if err := intakepb.RegisterIntakeServiceHandler(ctx, mux, conn); err != nil {
		return fmt.Errorf("registering the empty service: %w", err)
	}
	front := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	failed := make(chan error, 2)
	go func() { failed <- service.Serve(inside) }()
	go func() { failed <- front.Serve(outside) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	service.Stop()
	return errors.Join(err, front.Close())
}

// startEmpty runs it in a process of its own, so that its CPU time can be told from that of the clients.
func startEmpty(ctx context.Context, dir string) (p *process, base string, err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, "", fmt.Errorf("finding this program: %w", err)
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, "", err
	}
	if p, err = start(filepath.Join(dir, "empty.log"), program, "--empty="+address, "--dir="+dir); err != nil {
		return nil, "", err
	}
	if err = answers(ctx, "http://"+address+"/", p); err != nil {
		p.stop()
	}
	return p, "http://" + address, err
}
