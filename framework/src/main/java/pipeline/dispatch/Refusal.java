package pipeline.dispatch;

import pipeline.job.Outcomes;

/** Why jobs are not started any more. */
record Refusal(Outcomes.Stop stop, String reason) {}
