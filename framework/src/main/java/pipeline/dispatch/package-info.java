/**
 * Takes jobs past the throttle, over the transport and back with an outcome: one loop that decides, and the parts that it asks.
 *
 * <p>The life of one job, a line for each step:
 *
 * <ol>
 *   <li>{@code pipeline.recipe.Recipe} takes the jobs of a step from its author, and returns their outcomes.
 *   <li>{@code pipeline.recipe.run.JobScheduler} lets them pass where jobs may be scheduled, which is not so in
 *       {@code source()}, names the step and notes from what its jobs are made.
 *   <li>{@code Dispatcher} checks hosts, node scripts and needs.
 *   <li>{@code enqueue.Enqueuer} brings the jobs of the batch into the table and decides what is to be done with each.
 *   <li>{@code DispatchLoop} takes the batch as an event; {@code queue.JobsInRun} notes each phase of a job from here
 *       on.
 *   <li>{@code PendingJobs} lets the job wait: for its turn, its time, another process, or its host if
 *       {@code hosts.HostHealthMonitor} gives that none.
 *   <li>{@code queue.MachineQueue} gives it a place and a slot when its turn comes.
 *   <li>{@code ReservationRequests} asks for it, and gives it back if it may not start any more.
 *   <li>{@code table.JobTableWriter} gathers what many jobs want of the table.
 *   <li>{@code table.WriteBatch} does that in one transaction, and answers.
 *   <li>{@code pipeline.store.sql.SqlJobTable} reserves the job in the table.
 *   <li>{@code RunningAttempts} starts the attempt, and ends it when it takes too long or somebody cancels the job.
 *   <li>{@code attempt.AttemptRunner} brings its files and its script, or finds what a former master left running.
 *   <li>{@code attempt.RemoteAttempt} sends the script to the slot and follows it across broken connections.
 *   <li>{@code pipeline.remote.shell.ShellSlot} writes it to the shell on the host, which starts the process.
 *   <li>{@code pipeline.remote.shell.SlotStreamParser} parts what comes back into output and messages.
 *   <li>{@code attempt.JobOutput} and {@code attempt.AttemptLog} gather what the job prints and logs.
 *   <li>{@code attempt.RunningAttempt} knows when the process has ended, and whether somebody ended it.
 *   <li>{@code attempt.OutcomeClassifier} turns its end into an outcome, with the kind of its failure.
 *   <li>{@code HostFailureDetector} finds out whether its host is to blame.
 *   <li>{@code AttemptCompletion} sends the result on its way: to the table, and to another attempt if there is to be
 *       one.
 *   <li>{@code table.OutcomeRecorder} waits until the table has it, which goes through the same three classes as the
 *       reservation, and calls the listeners.
 *   <li>{@code queue.JobBatch} keeps the outcome until all of the call are there.
 * </ol>
 */
@NullMarked
package pipeline.dispatch;

import org.jspecify.annotations.NullMarked;
