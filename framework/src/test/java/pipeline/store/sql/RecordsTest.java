package pipeline.store.sql;

import pipeline.store.JobTable;

class RecordsTest extends RecordsContract {

    @Override
    JobTable open() {
        return JobTables.inMemory();
    }
}
