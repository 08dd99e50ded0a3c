package gateway

import (
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
)

// frame is a message as it came.
type frame []byte

// rawCodec leaves frames as they are; all else is for the codec that it holds, if any.
type rawCodec struct{ encoding.CodecV2 }

// Marshal answers the bytes of a message.
func (c rawCodec) Marshal(v any) (mem.BufferSlice, error) {
	if f, ok := v.(*frame); ok {
		return mem.BufferSlice{mem.SliceBuffer(*f)}, nil
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
