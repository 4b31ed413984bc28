// Records what fabric-shim makes of the calls that the facade is tested with: npm run conformance:record-drop-in
const { recordAll } = require('../conformance/dist/drop-in/recorded-outcomes');

void recordAll((line) => console.log(line));
