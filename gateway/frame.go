package gateway

import (
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
)

// frame is a message as it came.
type frame []byte

// reply is a message on its way to a client. done is called when it is on the wire, or will never be; not for a short one, which
// is not worth watching.
type reply struct {
	frame

	done func()
}

// short messages are copied by gRPC, and nobody hears what becomes of them.
func (f frame) short() bool { return mem.IsBelowBufferPoolingThreshold(cap(f)) }

// release is called by gRPC when a buffer is not needed any more, as the pool that it came from.
type release func()

// Get is for pools that lend.
func (release) Get(length int) *[]byte { return new(make([]byte, length)) }

// Put hears that a buffer is free.
func (r release) Put(*[]byte) { r() }

// rawCodec leaves frames as they are; all else is for the codec that it holds, if any.
type rawCodec struct{ encoding.CodecV2 }

// Marshal answers the bytes of a message.
func (c rawCodec) Marshal(v any) (mem.BufferSlice, error) {
	switch m := v.(type) {
	case *frame:
		return mem.BufferSlice{mem.SliceBuffer(*m)}, nil
	case *reply:
		data := []byte(m.frame)
		return mem.BufferSlice{mem.NewBuffer(&data, release(m.done))}, nil
	}
	return c.CodecV2.Marshal(v)
}

// Unmarshal keeps a copy: the buffers are used again.
func (c rawCodec) Unmarshal(data mem.BufferSlice, v any) error {
	if f, ok := v.(*frame); ok {
		*f = data.Materialize()
		return nil
	}
	return c.CodecV2.Unmarshal(data, v)
}

// Name is that of the messages inside.
func (rawCodec) Name() string { return "proto" }
