package conformance

import "context"

// Instance is one instance of a plan that can be run by itself, for a test
// framework in which every instance is a test of its own.
type Instance struct {
	// ID is the instance's name, "ICC_G_04@t1#df3.ef01".
	ID string
	// Case is the case it is an instance of.
	Case Case

	subject *Subject
	seed    uint64
	job     job
	log     *log
}

// Instances lists what [Run] would run, in its order, with the monitor cases
// last. The instances share the record of exchanges that monitor cases judge,
// so they are to be run in this order and not at the same time. It fails only
// when an Applies expression is wrong. The plan's Progress is not called.
func Instances(s *Subject, plan Plan) ([]Instance, error) {
	jobs, err := schedule(s, plan)
	if err != nil {
		return nil, err
	}
	cases := map[string]Case{}
	for _, c := range plan.Cases {
		cases[c.ID] = c
	}
	shared := &log{}
	out := make([]Instance, 0, len(jobs))
	for _, j := range jobs {
		out = append(out, Instance{ID: j.skipped.ID, Case: cases[j.skipped.Case], subject: s, seed: plan.Seed, job: j, log: shared})
	}
	return out, nil
}

// Run resets the card and runs the instance. One whose verdict was known
// before (not applicable, blocked) leaves the card alone.
func (i Instance) Run(ctx context.Context) InstanceResult {
	if i.job.skipped.Verdict != "" {
		return i.job.skipped
	}
	return runInstance(ctx, i.subject, i.seed, i.job, i.log)
}
