package services

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/proto"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/lives"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Filling says with which cases an empty database is filled, for measuring: many, made up, whole.
type Filling struct {
	// Cases in all, and how many of them have not ended.
	Cases, Open int
	Samples     []Sample
	// Filers are those who file: one of each school. Experts are those who have a grant in a unit.
	Filers []Filer
	// Keyset is the file of the key-encryption keyset.
	Keyset string
	Now    time.Time
	Seed   uint64
}

// Sample is a request with what people say of it later.
type Sample struct {
	Request                           *casespb.Request
	Question, Reply, Message, Comment string
	Advice                            *caseworkpb.AdviceText
}

// Filer is a person as the provider names them, and the code of their school.
type Filer struct{ Issuer, Subject, School string }

// FillCases fills a database by COPY, as the migrator, while nobody works on it. Check finds nothing afterwards.
func FillCases(ctx context.Context, migratorURL string, f Filling) error {
	if err := vault.CreateMissing(f.Keyset); err != nil {
		return err
	}
	keys, err := vault.Open(vault.Config{Keyset: f.Keyset})
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, migratorURL)
	if err != nil {
		return fmt.Errorf("connecting as the migrator: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	world, err := f.world(ctx, conn)
	if err != nil {
		return err
	}
	plan := lives.Plan{World: world, Vault: keys, Cases: f.Cases, Open: f.Open, Now: f.Now, Seed: f.Seed}
	if err := cases.Fill(ctx, conn, plan.All()); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "ANALYZE"); err != nil {
		return fmt.Errorf("counting what was filled in: %w", err)
	}
	return nil
}

// world reads the schools of the filers and the units that somebody works in.
func (f Filling) world(ctx context.Context, conn *pgx.Conn) (w lives.World, err error) {
	for _, filer := range f.Filers {
		s, err := school(ctx, conn, filer)
		if err != nil {
			return w, err
		}
		w.Schools = append(w.Schools, s)
	}
	if w.Units, err = units(ctx, conn); err != nil {
		return w, err
	}
	for _, s := range f.Samples {
		sample, err := s.sealable()
		if err != nil {
			return w, err
		}
		w.Samples = append(w.Samples, sample)
	}
	return w, nil
}

// sealable answers the sample as the services would keep it.
func (s Sample) sealable() (lives.Sample, error) {
	words, err := wire.Words(s.Request)
	if err != nil {
		return lives.Sample{}, err
	}
	advice, err := proto.Marshal(s.Advice)
	if err != nil {
		return lives.Sample{}, fmt.Errorf("encoding advice: %w", err)
	}
	r := s.Request
	return lives.Sample{
		Request: words, Advice: advice, Question: []byte(s.Question), Reply: []byte(s.Reply), Message: []byte(s.Message),
		Comment: []byte(s.Comment),
		Facts: cases.Facts{
			About: wire.Code(r.GetAbout()), Level: wire.Code(r.GetLevel()), Grades: r.GetGrades(), Language: r.GetWorkingLanguage(),
			Needs: wire.Codes(r.GetNeeds()), Support: wire.Codes(r.GetSupportInPlace()), Services: wire.Codes(r.GetServicesInvolved()),
			WishedForms: wire.Codes(r.GetWishedForms()), Urgency: wire.Code(r.GetUrgency()), CodeList: cases.CodeList,
		},
	}, nil
}

// school of a filer.
func school(ctx context.Context, conn *pgx.Conn, f Filer) (s lives.School, err error) {
	err = conn.QueryRow(ctx, `SELECT s.id::text, s.name_fi, s.name_sv, s.provider_id::text, s.languages[1], coalesce(m.code, ''),
			coalesce(m.county_code, ''), coalesce(c.area, ''), p.id::text, p.display_name
		FROM directory.schools s
		LEFT JOIN directory.municipalities m ON m.code = s.municipality_code
		LEFT JOIN directory.counties c ON c.code = m.county_code, access.persons p
		WHERE s.code = $1 AND p.issuer = $2 AND p.subject = $3`, f.School, f.Issuer, f.Subject).Scan(
		&s.Facts.SchoolID, &s.Facts.SchoolNameFi, &s.Facts.SchoolNameSv, &s.Facts.ProviderID, &s.Facts.Language,
		&s.Facts.MunicipalityCode, &s.Facts.CountyCode, &s.Facts.Area, &s.Filer.ID, &s.Filer.Name)
	if err != nil {
		return s, fmt.Errorf("looking for the school %s of %s: %w", f.School, f.Subject, err)
	}
	return s, nil
}

// units that take leads and that somebody works in.
func units(ctx context.Context, conn *pgx.Conn) ([]lives.Unit, error) {
	rows, err := conn.Query(ctx, `SELECT u.id::text, u.actor, u.name_fi, u.name_sv, u.languages, u.areas, u.national,
			a.permission_modes || CASE WHEN u.permission_always THEN ARRAY['ALWAYS'] ELSE '{}' END,
			array_agg(p.id::text ORDER BY p.id), array_agg(p.display_name ORDER BY p.id)
		FROM directory.units u JOIN directory.actors a ON a.code = u.actor
		JOIN access.grants g ON g.unit_id = u.id AND g.role = 'EXPERT' JOIN access.persons p ON p.id = g.person_id
		WHERE u.takes_leads GROUP BY u.id, a.code ORDER BY u.id`)
	if err != nil {
		return nil, fmt.Errorf("reading units: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (u lives.Unit, err error) {
		var ids, names []string
		err = row.Scan(&u.ID, &u.Actor, &u.NameFi, &u.NameSv, &u.Languages, &u.Areas, &u.National, &u.Modes, &ids, &names)
		for i, id := range ids {
			u.Experts = append(u.Experts, cases.Person{ID: id, Name: names[i]})
		}
		return u, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading units: %w", err)
	}
	return all, nil
}
