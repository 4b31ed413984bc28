// Records what goes over the wire to real Fabric peers, for the tests that replay it: npm run conformance:record
const { runRecorder } = require('../conformance/dist/golden/run-recorder');

void runRecorder((line) => console.log(line)).then((code) => {
    process.exitCode = code;
});
