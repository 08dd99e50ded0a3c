package main

import "testing"

func TestWhatIsProvedIsWhatWasRestored(t *testing.T) {
	t.Parallel()
	const restored = "postgres://vaatu_migrator@db.example:5432/vaatu"
	if err := sameDatabase(restored, "postgres://vaatu_operator:secret@db.example/vaatu?sslmode=require"); err != nil {
		t.Error(err)
	}
	for _, other := range []string{
		"postgres://vaatu_operator@db.example/vaatu_old", "postgres://vaatu_operator@other.example/vaatu",
		"postgres://vaatu_operator@db.example:5433/vaatu", "postgres://%zz",
	} {
		if sameDatabase(restored, other) == nil {
			t.Errorf("%s passes for the database that was restored", other)
		}
	}
}
