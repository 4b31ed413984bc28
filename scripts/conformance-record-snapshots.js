// Records ledger snapshots of real Fabric peers, for the tests that fork them: npm run conformance:record-snapshots
const { recordSnapshots } = require('../conformance/dist/fork/record-snapshot');

void recordSnapshots((line) => console.log(line)).then((code) => {
    process.exitCode = code;
});
