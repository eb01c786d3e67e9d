package httpapi

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// registerJobs adds the routes of work that users have started.
func (a *API) registerJobs(v1 fiber.Router) {
	v1.Get("/jobs", a.listJobs)
	v1.Get("/jobs/:id/file", a.jobFile)
	v1.Get("/jobs/:id", a.job)
	v1.Post("/jobs/:id\\:cancel", a.cancelJob)
	v1.Post("/jobs/:id\\:link", a.jobLink)
	v1.Delete("/jobs/:id", a.deleteJob)
}

// enqueue answers a request with a job that does what it asks for.
func (a *API) enqueue(c *fiber.Ctx, caller *record.Caller, kind, entity string, params any) error {
	job, err := a.Jobs.Enqueue(c.UserContext(), jobs.Order{Workspace: caller.Workspace.Name, User: caller.Principal.UserID, Language: caller.Language,
		Kind: kind, Entity: entity, Params: params, Scopes: caller.Principal.Session.Scopes})
	if err != nil {
		return err
	}
	return sendJob(c, job)
}

// sendJob answers with a job that was entered.
func sendJob(c *fiber.Ctx, job jobs.Job) error {
	c.Set(fiber.HeaderLocation, "/api/v1/jobs/"+job.ID)
	c.Locals(shows{}, record.ShowsJob)
	return c.Status(fiber.StatusAccepted).JSON(job)
}

// listJobs is GET /jobs?kind=&state=&limit=&after=: the caller's own, the newest
// first.
func (a *API) listJobs(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	q := jobs.Question{User: caller.Principal.UserID, Kind: c.Query("kind"), State: c.Query("state"), After: c.Query("after"), Shown: within(caller)}
	if text := c.Query("limit"); text != "" {
		if q.Limit, err = strconv.Atoi(text); err != nil || q.Limit == 0 {
			q.Limit = -1
		}
	}
	list, more, err := a.Jobs.List(c.UserContext(), caller.Workspace.Name, q)
	for i := 0; err == nil && i < len(list); i++ {
		list[i], err = a.Jobs.Shown(c.UserContext(), list[i])
	}
	if err != nil {
		return err
	}
	answer := fiber.Map{"data": list}
	if more {
		answer["next"] = list[len(list)-1].ID
	}
	return c.JSON(answer)
}

// within tells of which jobs a caller hears: a token of those alone that began
// with no more than its own scopes.
func within(caller *record.Caller) func(scopes []string) bool {
	return func(scopes []string) bool { return identity.Scopes(scopes).Within(caller.Principal.Session.Scopes) }
}

// jobOf gives the job in the path, if the caller may hear of it; others are
// missing.
func (a *API) jobOf(c *fiber.Ctx) (*record.Caller, jobs.Job, error) {
	caller, err := a.caller(c)
	if err != nil {
		return nil, jobs.Job{}, err
	}
	job, err := a.Jobs.Get(c.UserContext(), caller.Workspace.Name, caller.Principal.UserID, c.Params("id"))
	if err == nil && !within(caller)(job.Scopes) {
		err = problem.New(problem.NotFound, "not_found")
	}
	return caller, job, err
}

// jobAgain is an answer that showed a job, with the job as it is now.
func (a *API) jobAgain(c *fiber.Ctx, caller *record.Caller, body []byte) ([]byte, error) {
	var then struct{ ID string }
	if err := json.Unmarshal(body, &then); err != nil {
		return nil, err
	}
	job, err := a.Jobs.Get(c.UserContext(), caller.Workspace.Name, caller.Principal.UserID, then.ID)
	switch {
	case problem.Is(err, problem.NotFound), err == nil && !within(caller)(job.Scopes):
		return nil, problem.New(problem.Conflict, "idempotency_answer_gone")
	case err != nil:
		return nil, err
	}
	if job, err = a.Jobs.Shown(c.UserContext(), job); err != nil {
		return nil, err
	}
	return json.Marshal(job)
}

// job answers with one job of the caller.
func (a *API) job(c *fiber.Ctx) error {
	_, job, err := a.jobOf(c)
	if err != nil {
		return err
	}
	return a.showJob(c, job)
}

func (a *API) cancelJob(c *fiber.Ctx) error {
	_, job, err := a.jobOf(c)
	if err != nil {
		return err
	}
	if job, err = a.Jobs.Cancel(c.UserContext(), job.Workspace, job.User, job.ID); err != nil {
		return err
	}
	return a.showJob(c, job)
}

// showJob answers with a job, as its user may see it now.
func (a *API) showJob(c *fiber.Ctx, job jobs.Job) error {
	job, err := a.Jobs.Shown(c.UserContext(), job)
	if err != nil {
		return err
	}
	return c.JSON(job)
}

func (a *API) deleteJob(c *fiber.Ctx) error {
	_, job, err := a.jobOf(c)
	if err != nil {
		return err
	}
	if err := a.Jobs.Delete(c.UserContext(), job.Workspace, job.User, job.ID); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// linkFor is how long the link to the file of a job can be used.
const linkFor = 10 * time.Minute

// jobLink is POST /jobs/{id}:link: an address from which the file can be fetched
// for a while without signing in, as the caller.
func (a *API) jobLink(c *fiber.Ctx) error {
	_, job, err := a.jobOf(c)
	if err != nil {
		return err
	}
	if _, err := a.Jobs.File(c.UserContext(), job); err != nil {
		return err
	}
	until := time.Now().Add(linkFor).Truncate(time.Second)
	token := a.Links.Token(strings.Join([]string{"job", job.Workspace, job.User, job.ID}, " "), until)
	return c.JSON(fiber.Map{"url": "/api/v1/jobs/" + job.ID + "/file?link=" + token, "expires_at": until.UTC()})
}

// jobFile is GET /jobs/{id}/file, for the job's user or who has a link of his.
func (a *API) jobFile(c *fiber.Ctx) error {
	job, err := a.linkedJob(c)
	if err != nil {
		return err
	}
	f, err := a.Jobs.File(c.UserContext(), job)
	if err != nil {
		return err
	}
	return a.sendContent(c, record.File{Name: f.Name, MediaType: f.MediaType, Size: f.Size, SHA256: hex.EncodeToString(f.SHA256), Key: f.Key})
}

func (a *API) linkedJob(c *fiber.Ctx) (jobs.Job, error) {
	token := c.Query("link")
	if token == "" {
		_, job, err := a.jobOf(c)
		return job, err
	}
	subject, ok := a.Links.Subject(token, time.Now())
	part := strings.Split(subject, " ")
	if !ok || len(part) != 4 || part[0] != "job" || part[3] != c.Params("id") {
		return jobs.Job{}, problem.New(problem.NotFound, "not_found")
	}
	// Who may not sign in any more has no links either.
	if _, err := a.Records.CallerOf(c.UserContext(), part[1], part[2]); err != nil {
		return jobs.Job{}, problem.Wrap(problem.NotFound, "not_found", err)
	}
	return a.Jobs.Get(c.UserContext(), part[1], part[2], part[3])
}
