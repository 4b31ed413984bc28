// Takes the steps of deploy/Dockerfile without Docker, and serves the result: npm run check:image
const { checkImage } = require('../conformance/dist/image/check-image');

void checkImage((line) => console.log(line)).catch((error) => {
    console.error(error);
    process.exitCode = 1;
});
