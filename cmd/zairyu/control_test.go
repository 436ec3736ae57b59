package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"
)

// controlClient is the command `control` of the scripts, a small client of the
// HTTP control whose address and token are in the files http and token:
//
//	control METHOD PATH [BODY]
//	control file FILE          change to the card of a card file
//	control await FILE REGEXP  wait until the file has it, and print its group
//
// It exits with 1 unless the answer is 200; then the status stands before it.
func controlClient(args []string, out io.Writer) int {
	var err error
	switch args[0] {
	case "await":
		err = await(args[1], args[2], out)
	case "file":
		var text, body []byte
		if text, err = os.ReadFile(args[1]); err == nil {
			body, err = json.Marshal(map[string]string{"file": string(text)})
		}
		if err == nil {
			err = ask(http.MethodPost, "/v1/card", string(body), out)
		}
	default:
		err = ask(args[0], args[1], strings.Join(args[2:], ""), out)
	}
	if err != nil {
		fmt.Fprintln(out, err)
		return 1
	}
	return 0
}

func ask(method, path, body string, out io.Writer) error {
	base, err := os.ReadFile("http")
	if err != nil {
		return err
	}
	token, err := os.ReadFile("token")
	if err != nil {
		return err
	}
	q, err := http.NewRequest(method, string(base)+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	q.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		fmt.Fprintf(out, "%d ", answer.StatusCode)
		err = errors.New("refused")
	}
	_, failed := io.Copy(out, answer.Body)
	return errors.Join(err, failed)
}

// await gives up after half a minute, far more than a card takes.
func await(file, pattern string, out io.Writer) error {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		raw, err := os.ReadFile(file)
		if groups := re.FindSubmatch(raw); err == nil && groups != nil {
			fmt.Fprintf(out, "%s", groups[1])
			return nil
		}
	}
	return fmt.Errorf("%s never had %s", file, pattern)
}
