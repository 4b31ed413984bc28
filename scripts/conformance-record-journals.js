// Records journals of chaincodes at real Fabric peers, for the tests that replay them: npm run conformance:record-journals
const { recordJournals } = require('../conformance/dist/journal/record-journals');

void recordJournals((line) => console.log(line)).then((code) => {
    process.exitCode = code;
});
