package rpc

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// guardStream lets a call that answers a stream pass what every other passes: its one request is read first, as gRPC itself does with
// the others.
func guardStream(guard grpc.UnaryServerInterceptor) grpc.StreamServerInterceptor {
	return func(service any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
		req, err := requestOf(info.FullMethod)
		if err != nil {
			return err
		}
		if err := stream.RecvMsg(req); err != nil {
			return err
		}
		_, err = guard(stream.Context(), req, &grpc.UnaryServerInfo{Server: service, FullMethod: info.FullMethod},
			func(ctx context.Context, req any) (any, error) {
				return nil, handle(service, &guarded{stream, ctx, req})
			})
		return err
	}
}

// requestOf answers an empty request of a method, as /package.Service/Method.
func requestOf(method string) (proto.Message, error) {
	name := protoreflect.FullName(strings.ReplaceAll(method[1:], "/", "."))
	d, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
	if err != nil {
		return nil, fmt.Errorf("finding the description of %s: %w", method, err)
	}
	m, ok := d.(protoreflect.MethodDescriptor)
	if !ok {
		return nil, fmt.Errorf("%s is no method", method)
	}
	t, err := protoregistry.GlobalTypes.FindMessageByName(m.Input().FullName())
	if err != nil {
		return nil, fmt.Errorf("finding the request of %s: %w", method, err)
	}
	return t.New().Interface(), nil
}

// guarded is a stream whose request was read, with the context of who was let in.
type guarded struct {
	grpc.ServerStream

	ctx context.Context //nolint:containedctx // what a stream answers as its context
	req any
}

// Context answers that of the call.
func (g *guarded) Context() context.Context { return g.ctx }

// RecvMsg answers the request, once.
func (g *guarded) RecvMsg(into any) error {
	from, ok := g.req.(proto.Message)
	to, fits := into.(proto.Message)
	if !ok || !fits {
		return errors.New("the request of a stream was read before")
	}
	proto.Merge(to, from)
	g.req = nil
	return nil
}
