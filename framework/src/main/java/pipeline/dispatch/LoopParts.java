package pipeline.dispatch;

import java.util.random.RandomGenerator;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.hosts.HostMonitoring;
import pipeline.dispatch.hosts.SlotOpener;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.GlobalLimit;
import pipeline.dispatch.queue.HostCapacities;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.remote.Transport;

/**
 * The parts of the dispatcher's loop, put together. None knows the loop: it hands them events, and does what they decide. All are
 * confined to the loop's thread.
 */
record LoopParts(
        RunState state,
        OutcomeRecorder recorder,
        PendingJobs pendingJobs,
        ReservationRequests reservations,
        RunningAttempts attempts,
        GangStarter gangs,
        SlotOpener slotOpener) {

    /** Makes the parts for a run. */
    static LoopParts of(AttemptRunner runner, Transport transport, JobTableWriter writer, RunRules rules) {
        EventLoop events = new EventLoop("dispatcher", runner.scheduler());
        JobsInRun jobs = new JobsInRun();
        Hosts hosts = new Hosts(
                transport,
                runner.settings(),
                writer.owner(),
                new GlobalLimit(rules.throttle().fanout()),
                new HostCapacities(rules.throttle().usual(), runner.settings()::capacity));
        OutcomeRecorder recorder = new OutcomeRecorder(jobs, writer, events);
        HostHealthMonitor hostHealth = new HostHealthMonitor(
                jobs,
                hosts,
                recorder,
                writer,
                events,
                new HostMonitoring(runner.settings().healthPolicy(), runner.logger(), RandomGenerator.getDefault()));
        RunState state = new RunState(events, jobs, hosts, hostHealth, new RunLimits(rules.limit()));
        PendingJobs pendingJobs = new PendingJobs(state, writer, recorder);
        AttemptCompletion completion = new AttemptCompletion(state, pendingJobs, recorder, runner.reporter());
        ReservationRequests reservations = new ReservationRequests(state, pendingJobs, completion, writer);
        RunningAttempts attempts = new RunningAttempts(runner, writer, state, recorder, completion, rules);
        return new LoopParts(
                state,
                recorder,
                pendingJobs,
                reservations,
                attempts,
                new GangStarter(state, pendingJobs, attempts),
                new SlotOpener(hosts, hostHealth, events, runner::reportFormer, runner.logger()));
    }
}
