package rpc

import (
	"fmt"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// permissions holds what each method demands, by its full name.
type permissions map[string]demand

// demand of a method: the permission, whether services alone may call it, whether it wants a fresh sign-in, and whether it
// answers until the session ends.
type demand struct {
	permission             permission.Permission
	inside, fresh, endless bool
}

// met reports whether the principal's call through the door may pass at all.
func (d demand) met(door Door, p permission.Principal) bool {
	if door == Sessions || d.permission == permission.Session {
		return door == Sessions && d.permission == permission.Session
	}
	return (door == Inside || !d.inside) && (d.permission == permission.Public || p.Holds(d.permission))
}

// fill reads the option of every registered method; an error names one that has none, or that takes a stream: it
// would pass no interceptor. One that answers a stream passes them all (stream.go).
func (p permissions) fill(services map[string]grpc.ServiceInfo) error {
	for name := range services {
		d, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(name))
		if err != nil {
			return fmt.Errorf("finding the description of %s: %w", name, err)
		}
		service, ok := d.(protoreflect.ServiceDescriptor)
		if !ok {
			return fmt.Errorf("%s is not a service", name)
		}
		methods := service.Methods()
		for i := range methods.Len() {
			m := methods.Get(i)
			want, ok := demandOf(m)
			if m.IsStreamingClient() {
				return fmt.Errorf("%s takes a stream, which nothing guards: the server does not start", m.FullName())
			}
			if !ok {
				return fmt.Errorf("%s names no permission: the server does not start", m.FullName())
			}
			p[fmt.Sprintf("/%s/%s", name, m.Name())] = want
		}
	}
	return nil
}

func demandOf(m protoreflect.MethodDescriptor) (demand, bool) {
	set, ok := proto.GetExtension(m.Options(), accesspb.E_Permission).(accesspb.Permission)
	if !ok || set == accesspb.Permission_PERMISSION_UNSPECIFIED {
		return demand{}, false
	}
	inside, _ := proto.GetExtension(m.Options(), accesspb.E_Inside).(bool)
	fresh, _ := proto.GetExtension(m.Options(), accesspb.E_Fresh).(bool)
	endless, _ := proto.GetExtension(m.Options(), accesspb.E_Endless).(bool)
	return demand{permission.Permission(strings.TrimPrefix(set.String(), "PERMISSION_")), inside, fresh, endless}, true
}
