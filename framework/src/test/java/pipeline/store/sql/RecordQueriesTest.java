package pipeline.store.sql;

import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;

class RecordQueriesTest extends RecordQueriesContract {

    @Override
    JobTable open() {
        return JobTables.inMemory();
    }
}
