// Runs the suites against real Fabric peers: npm run conformance:fabric -- [--version 2.5|3.1] [suite …]
const { runConformance } = require('../conformance/dist/fabric/run-conformance');

process.exitCode = runConformance(process.argv.slice(2), (line) => console.log(line));
