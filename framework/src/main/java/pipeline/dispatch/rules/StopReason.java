package pipeline.dispatch.rules;

import pipeline.job.Outcomes;

/** Why jobs are not started any more. */
public record StopReason(Outcomes.Stop stop, String reason) {}
