package app

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/mortise-crm/mortise/builder/apppackage"
)

// MakeKey makes a pair of keys for app packages: the private one into a file of
// its own, which must not exist, and the public one onto out.
func MakeKey(file string, out io.Writer) error {
	private, public, err := apppackage.NewKey()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, private.Text())
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, public.Text())
	return err
}

// PackPackage makes an archive of the folder of an app package, signed with the
// key in keyFile unless that is "".
func PackPackage(folder, archive, keyFile string, out io.Writer) error {
	files, err := apppackage.Collect(os.DirFS(folder))
	if err != nil {
		return err
	}
	opened, err := files.Open()
	if err != nil {
		return err
	}
	p, err := apppackage.Read(opened)
	if err != nil {
		return err
	}
	var key apppackage.PrivateKey
	if keyFile != "" {
		text, err := os.ReadFile(keyFile)
		if err != nil {
			return err
		}
		if key, err = apppackage.ParsePrivateKey(string(text)); err != nil {
			return err
		}
	}
	body, err := files.Pack(key)
	if err != nil {
		return err
	}
	if len(body) > apppackage.MaxArchive {
		return fmt.Errorf("the archive would have %d bytes, and %d are the most", len(body), apppackage.MaxArchive)
	}
	if archive == "" {
		archive = p.Manifest.Name + "-" + p.Manifest.Version + ".zip"
	}
	if err := os.WriteFile(archive, body, 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: %s %s, %d files\n", archive, p.Manifest.Name, p.Manifest.Version, len(files))
	return err
}

// VerifyPackage tells what is in an archive and who signed it; keys are those
// that are trusted, as "NAME=KEY". It fails for an archive that was altered, and
// for one that nobody of them signed.
func VerifyPackage(archive string, keys []string, unsigned bool, out io.Writer) error {
	trust, err := apppackage.ParseTrust(keys)
	if err != nil {
		return err
	}
	body, err := os.ReadFile(archive)
	if err != nil {
		return err
	}
	i := apppackage.Installer{Trust: trust}
	source, err := i.Sent(body, unsigned)
	if err != nil {
		return err
	}
	said := "not signed"
	if source.Signer != "" {
		said = "signed by " + source.Signer
	}
	m := source.Package.Manifest
	_, err = fmt.Fprintf(out, "%s %s: %d definitions, %s\n", m.Name, m.Version, len(source.Package.Documents), said)
	return err
}

// trustKeys makes the packages of some makers installable.
func (a *App) trustKeys(entries []string) error {
	trust, err := apppackage.ParseTrust(entries)
	if err != nil {
		return fmt.Errorf("--package-keys: %w", err)
	}
	a.Installer.Trust = trust
	return nil
}
