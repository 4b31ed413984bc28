// Records what a CouchDB answers to queries, for the test that compares: npm run conformance:record-queries -- [--new SEED]
const { runQueryRecorder } = require('../conformance/dist/queries/run-query-recorder');

void runQueryRecorder(process.argv.slice(2), (line) => console.log(line)).then((code) => {
    process.exitCode = code;
});
