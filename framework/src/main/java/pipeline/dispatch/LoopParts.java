package pipeline.dispatch;

import java.util.random.RandomGenerator;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.hosts.SlotOpener;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.GlobalLimit;
import pipeline.dispatch.queue.HostCapacities;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.ListenerNotifier;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.rules.HealthPolicy;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.remote.Transport;

/**
 * The parts of the dispatcher's loop, put together. None knows the loop: it hands them events, and does what they decide. All are
 * confined to the loop's thread, but for the notifier.
 */
record LoopParts(
        EventLoop events,
        RunState state,
        GlobalLimit globalLimit,
        HostCapacities capacities,
        ListenerNotifier notifier,
        OutcomeRecorder recorder,
        HostHealthMonitor hostHealth,
        SlotOpener slotOpener,
        PendingJobs pendingJobs,
        RunningJobs running,
        ReservationRequests reservations,
        AttemptCompletion completion,
        UnschedulableJobs unschedulable,
        HostFailureDetector failureDetector,
        TimeLimitMonitor timeLimits,
        CancellationPoller cancellations,
        StallDetector stallDetector) {

    /** Makes the parts for a run. */
    static LoopParts of(AttemptRunner runner, Transport transport, JobTableWriter writer, RunRules rules) {
        Logger logger = runner.logger();
        EventLoop events = new EventLoop("dispatcher", runner.scheduler());
        GlobalLimit globalLimit = new GlobalLimit(rules.throttle().fanout());
        HostCapacities capacities = new HostCapacities(rules.throttle().usual(), runner.settings()::capacity);
        Hosts hosts = new Hosts(
                transport, runner.settings(), writer.owner(), () -> new MachineQueue(capacities, globalLimit));
        RunState state = new RunState(new JobsInRun(), hosts, new RunLimits(rules.limit()));
        ListenerNotifier notifier = new ListenerNotifier();
        OutcomeRecorder recorder = new OutcomeRecorder(state.jobs(), writer, notifier, events);
        HealthPolicy policy = runner.settings().healthPolicy();
        HostHealthMonitor hostHealth = new HostHealthMonitor(
                state.jobs(),
                hosts,
                recorder,
                writer,
                events,
                new HostHealthMonitor.Surveillance(policy, logger, RandomGenerator.getDefault()));
        PendingJobs pendingJobs = new PendingJobs(state, writer, recorder, events, hostHealth);
        RunningJobs running = new RunningJobs(runner.timeouts(), logger);
        ReservationRequests reservations = new ReservationRequests(state, pendingJobs, hostHealth, writer);
        AttemptCompletion completion =
                new AttemptCompletion(state, pendingJobs, hostHealth, recorder, runner.reporter());
        return new LoopParts(
                events,
                state,
                globalLimit,
                capacities,
                notifier,
                recorder,
                hostHealth,
                new SlotOpener(hosts, hostHealth, events, runner::reportFormer, logger),
                pendingJobs,
                running,
                reservations,
                completion,
                new UnschedulableJobs(state.jobs(), reservations, completion, writer),
                new HostFailureDetector(state, hostHealth, running, policy.jobFailures()),
                new TimeLimitMonitor(rules.attempts().timeout()),
                new CancellationPoller(),
                new StallDetector());
    }
}
