package postgres

import "reflect"

// Record takes a row that stands in a column, as ROW(…) in an array: T's fields take its values in their order.
type Record[T any] struct{ Row T }

// ScanNull implements pgtype.CompositeIndexScanner.
func (r *Record[T]) ScanNull() error {
	*r = Record[T]{}
	return nil
}

// ScanIndex implements pgtype.CompositeIndexScanner.
func (r *Record[T]) ScanIndex(i int) any {
	return reflect.ValueOf(&r.Row).Elem().Field(i).Addr().Interface()
}
