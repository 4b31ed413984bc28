// Records the blocks of a history on real Fabric peers, for the tests that replay them: npm run conformance:record-blocks
const { recordHistories } = require('../conformance/dist/history/record-history');

void recordHistories((line) => console.log(line)).then((code) => {
    process.exitCode = code;
});
