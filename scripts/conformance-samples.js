// Compares chaincodes of a checkout on the facade and on fabric-shim: npm run conformance:samples -- FOLDER [chaincode …]
const { runSamples } = require('../conformance/dist/drop-in/run-samples');

void runSamples(process.argv.slice(2), (line) => console.log(line)).then((code) => {
    process.exitCode = code;
});
