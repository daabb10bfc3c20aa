package pipeline.dispatch;

import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobsInRun;

/**
 * What all parts of the loop decide by: the jobs and their phases, the hosts and which of them get no jobs for now, and what the run
 * may still start; and the loop's thread, to which they are confined.
 */
record RunState(EventLoop events, JobsInRun jobs, Hosts hosts, HostHealthMonitor hostHealth, RunLimits limits) {}
