package notify

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Letters works the jobs that mail people about their own address, heads of units about a break-glass, principals about an
// authorisation, and colleagues about a draft or a request of their school. A code is made here, as it is sent: it stands in no job,
// and what the database keeps of it cannot be read back. A letter that is tried again carries another code.
type Letters struct {
	river.WorkerDefaults[address.LetterArgs]

	// DB is the worker's pool.
	DB     *postgres.DB
	Sender Sender
	// BaseURL is where people find Vaatu, without a slash at the end.
	BaseURL string
	Now     func() time.Time
}

// NextRetry answers when a letter that could not be sent is tried again.
func (l *Letters) NextRetry(job *river.Job[address.LetterArgs]) time.Time {
	return l.Now().Add(retry(job.Attempt))
}

// Timeout of one try.
func (l *Letters) Timeout(*river.Job[address.LetterArgs]) time.Duration { return time.Minute }

// letter is what the database tells of one; all is nil when it was sent, or has expired.
type letter struct {
	Kind     *string `db:"kind"`
	Email    *string `db:"email"`
	Language *string `db:"language"`
	// Number of the case that it is about.
	Number *string `db:"number"`
	// CaseID of the case whose authorisation is asked for, of the draft that is shared, or of what a file was for.
	CaseID *string `db:"case_id"`
}

// Work sends one letter.
func (l *Letters) Work(ctx context.Context, job *river.Job[address.LetterArgs]) error {
	code := newCode()
	var found letter
	err := l.DB.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &found, nil, "SELECT kind, email, language, number, case_id FROM access.open_letter($1, $2, $3)", job.Args.LetterID, code, l.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("opening a letter: %w", err)
	}
	if found.Kind == nil {
		return nil
	}
	if err := l.Sender.Send(ctx, l.mail(found, code)); err != nil {
		err = fmt.Errorf("sending a letter: %w", err)
		if errors.Is(err, ErrNoMailbox) {
			return river.JobCancel(err)
		}
		return err
	}
	err = l.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("SELECT access.letter_sent($1, $2)", job.Args.LetterID, l.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("recording a letter: %w", err)
	}
	return nil
}

func (l *Letters) mail(of letter, code string) Mail {
	switch *of.Kind {
	case "PERMISSION":
		return compose(*of.Email, *of.Language, *of.Number, *of.Kind, l.BaseURL+"/permissions/"+*of.CaseID)
	case "BREAK_GLASS":
		return compose(*of.Email, *of.Language, *of.Number, *of.Kind, l.BaseURL+"/break-glass")
	case "JOIN_ASKED":
		return compose(*of.Email, *of.Language, *of.Number, *of.Kind, l.BaseURL+"/")
	case "JOIN_ANSWERED":
		return write(*of.Email, *of.Kind, *of.Language, code, l.BaseURL+"/")
	case "FILE_WAITS", "FILE_INFECTED":
		if of.Number != nil {
			return compose(*of.Email, *of.Language, *of.Number, *of.Kind, l.BaseURL+"/cases/"+*of.CaseID)
		}
		return write(*of.Email, *of.Kind, *of.Language, code, l.BaseURL+"/drafts/"+*of.CaseID+"?q=files")
	case "DRAFT_SHARED":
		return write(*of.Email, *of.Kind, *of.Language, code, l.BaseURL+"/drafts/"+*of.CaseID)
	}
	return write(*of.Email, *of.Kind, *of.Language, code, l.BaseURL+"/settings")
}

// newCode answers digits that nobody can foresee.
func newCode() string {
	most := new(big.Int).Exp(big.NewInt(10), big.NewInt(address.CodeDigits), nil)
	n, _ := rand.Int(rand.Reader, most) // never fails
	return fmt.Sprintf("%0*d", address.CodeDigits, n)
}

// phrases of a letter in a language: the code goes into the body of CODE, the address of a page into those of the others.
type phrases struct{ subject, body string }

var letterTexts = map[string]map[string]phrases{
	"FILE_WAITS": {
		"fi": {"Vaatu: luonnoksen liite poistetaan pian", "Luonnoksen liitettä ei ole voitu tarkistaa virusten varalta. Se poistetaan, jos tarkistus ei onnistu. Päivä näkyy liitteen kohdalla.\n\nAvaa kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n"},
		"sv": {"Vaatu: en bilaga i ett utkast raderas snart", "En bilaga i ett utkast har inte kunnat virusgranskas. Den raderas om granskningen inte lyckas. Dagen visas vid bilagan.\n\nLogga in: %s\n\nInnehållet visas bara i tjänsten.\n"},
		"en": {"Vaatu: a file of a draft is deleted soon", "A file of a draft could not be scanned for viruses. It is deleted unless the scan succeeds. The day is shown beside the file.\n\nSign in: %s\n\nThe content is shown in the service only.\n"},
	},
	"FILE_INFECTED": {
		"fi": {"Vaatu: luonnoksen liite hylättiin", "Luonnoksen liitteestä löytyi haittaohjelma. Liite on tuhottu. Tarkista tiedosto ja laite, jolta se on peräisin.\n\nAvaa kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n"},
		"sv": {"Vaatu: en bilaga i ett utkast avvisades", "Ett skadeprogram hittades i en bilaga i ett utkast. Bilagan har förstörts. Kontrollera filen och enheten som den kommer från.\n\nLogga in: %s\n\nInnehållet visas bara i tjänsten.\n"},
		"en": {"Vaatu: a file of a draft was refused", "Malware was found in a file of a draft. The file was destroyed. Check the file and the device that it comes from.\n\nSign in: %s\n\nThe content is shown in the service only.\n"},
	},
	"CODE": {
		"fi": {"Vaatu: vahvistuskoodi", "Vahvistuskoodisi on %s\n\nKirjoita se sivulle, jolla pyysit sen. Koodi on voimassa 15 minuuttia pyynnöstä.\n\nJos et pyytänyt koodia, sinun ei tarvitse tehdä mitään.\n"},
		"sv": {"Vaatu: bekräftelsekod", "Din bekräftelsekod är %s\n\nSkriv den på sidan där du bad om den. Koden gäller i 15 minuter från att du bad om den.\n\nOm du inte har bett om en kod behöver du inte göra något.\n"},
		"en": {"Vaatu: verification code", "Your verification code is %s\n\nType it on the page where you asked for it. It is good for 15 minutes after you asked.\n\nIf you did not ask for a code, you need not do anything.\n"},
	},
	"CHANGED": {
		"fi": {"Vaatu: osoitteesi on vaihtunut", "Vaatun ilmoitukset eivät enää tule tähän osoitteeseen.\n\nJos et vaihtanut tai poistanut osoitetta itse, kirjaudu ja tarkista asetuksesi: %s\n"},
		"sv": {"Vaatu: din adress har ändrats", "Meddelanden från Vaatu kommer inte längre till den här adressen.\n\nOm du inte själv har bytt eller tagit bort adressen, logga in och kontrollera dina inställningar: %s\n"},
		"en": {"Vaatu: your address has changed", "Notices of Vaatu no longer come to this address.\n\nIf it was not you who changed or removed it, sign in and check your settings: %s\n"},
	},
	"JOIN_ANSWERED": {
		"fi": {"Vaatu: kollega on vastannut", "Kysyit kollegalta, onko kyse samasta asiasta. Vastaus on etusivulla.\n\nAvaa kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n"},
		"sv": {"Vaatu: en kollega har svarat", "Du frågade en kollega om det gäller samma sak. Svaret finns på startsidan.\n\nLogga in: %s\n\nInnehållet visas bara i tjänsten.\n"},
		"en": {"Vaatu: a colleague has answered", "You asked a colleague whether it is the same matter. The answer is on the start page.\n\nSign in: %s\n\nThe content is shown in the service only.\n"},
	},
	"DRAFT_SHARED": {
		"fi": {"Vaatu: kutsu kirjoittamaan luonnosta", "Kollega koulustasi kutsui sinut kirjoittamaan kanssaan luonnosta.\n\nAvaa kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n"},
		"sv": {"Vaatu: inbjudan att skriva ett utkast", "En kollega i din skola har bjudit in dig att skriva ett utkast tillsammans.\n\nLogga in: %s\n\nInnehållet visas bara i tjänsten.\n"},
		"en": {"Vaatu: invitation to write a draft", "A colleague of your school has invited you to write a draft together.\n\nSign in: %s\n\nThe content is shown in the service only.\n"},
	},
}

// write answers the mail of a letter.
func write(to, kind, language, code, page string) Mail {
	text := letterTexts[kind][language]
	what := page
	if kind == "CODE" {
		what = code[:4] + " " + code[4:]
	}
	return Mail{To: to, Subject: text.subject, Body: fmt.Sprintf(text.body, what)}
}
