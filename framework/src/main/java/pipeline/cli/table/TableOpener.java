package pipeline.cli.table;

import pipeline.store.JobTable;
import pipeline.store.settings.JobsSettings;

/** Opens the job table. */
@FunctionalInterface
public interface TableOpener {

    /**
     * Opens it.
     *
     * @param isChanging whether it will be changed; it is made if it is not there, then
     * @throws pipeline.store.NoJobTableException if it is not there and is only to be read
     * @throws pipeline.store.StoreException if it cannot be used
     */
    JobTable open(JobsSettings settings, boolean isChanging);
}
