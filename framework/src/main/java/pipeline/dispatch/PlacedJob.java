package pipeline.dispatch;

import pipeline.job.ComputeJob;

/**
 * A job on its way.
 *
 * @param index its place in the call
 * @param number its number in this run of the recipe, from 1
 */
record PlacedJob(Call call, int index, long number, ComputeJob job) {

    String host() {
        return job.host();
    }
}
