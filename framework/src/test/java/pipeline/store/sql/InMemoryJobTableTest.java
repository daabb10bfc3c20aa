package pipeline.store.sql;

import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;

class InMemoryJobTableTest extends JobTableContract {

    @Override
    JobTable open() {
        return JobTables.inMemory();
    }
}
