package pipeline.store.sql;

import pipeline.store.JobTable;

class InMemoryJobTableTest extends JobTableContract {

    @Override
    JobTable open() {
        return JobTables.inMemory();
    }
}
