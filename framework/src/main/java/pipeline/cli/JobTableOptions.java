package pipeline.cli;

import pipeline.dispatch.rules.RunRules;
import pipeline.store.NewMember;
import pipeline.store.settings.JobsSettings;

/**
 * How a run or a worker uses the job table.
 *
 * @param member as whom it enters
 */
record JobTableOptions(JobsSettings settings, RunRules rules, NewMember member) {}
