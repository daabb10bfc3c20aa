package pipeline.dispatch;

import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobsInRun;

/** What the parts of the loop decide by: the jobs and their phases, the hosts, and what the run may still start. */
record RunState(JobsInRun jobs, Hosts hosts, RunLimits limits) {}
