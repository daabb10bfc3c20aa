package pipeline.store.sql;

import pipeline.testing.stores.PostgresServer;

class PostgresRestartsIT extends ServerRestartsContract {

    PostgresRestartsIT() {
        super(PostgresServer::new);
    }
}
