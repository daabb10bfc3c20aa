/**
 * Takes jobs past the throttle, over the transport and back with an outcome: one loop that decides, and the parts that it asks.
 *
 * <p>The life of one job, a line for each step:
 *
 * <ol>
 *   <li>{@code Dispatcher} checks hosts, node scripts and needs, and returns the outcomes in the end.
 *   <li>{@code enqueue.Enqueuer} brings the jobs of the batch into the table and decides what is to be done with each.
 *   <li>{@code DispatchLoop} takes the batch as an event; {@code queue.JobsInRun} notes each phase of a job from here on.
 *   <li>{@code PendingJobs} lets the job wait: for its turn, its time, its host or another process.
 *   <li>{@code hosts.HostHealthMonitor} keeps it if its host gets none for now, as {@code hosts.HostHealth} decides.
 *   <li>{@code queue.MachineQueue} gives it a place and a slot when its turn comes.
 *   <li>{@code ReservationRequests} asks for it; {@code table.JobTableWriter} reserves it in the table.
 *   <li>{@code RunningAttempts} starts the attempt and ends it when it takes too long or somebody cancels the job.
 *   <li>{@code attempt.AttemptRunner} brings its files and its script, or finds what a former master left running.
 *   <li>{@code attempt.RemoteAttempt} sends the script to the slot and follows it across broken connections.
 *   <li>{@code attempt.JobOutput} and {@code attempt.AttemptLog} gather what it prints and logs.
 *   <li>{@code attempt.OutcomeClassifier} turns its end into an outcome, with the kind of its failure.
 *   <li>{@code HostFailureDetector} finds out whether its host is to blame.
 *   <li>{@code AttemptCompletion} sends the result on its way: to the table, and to another attempt if there is to be one.
 *   <li>{@code table.OutcomeRecorder} waits until {@code table.WriteBatch} has written it down, tells the listeners and completes the
 *       batch.
 * </ol>
 */
@NullMarked
package pipeline.dispatch;

import org.jspecify.annotations.NullMarked;
