// Measures a list of photos with one library and prints a line of JSON for each: what was found, and the time with and without decoding.
"use strict";
const fs = require("fs");
const path = require("path");
const jpeg = require("jpeg-js");

// RGB pixels of a JPEG, as 8-bit numbers in rows.
function decode(file) {
  const { width, height, data } = jpeg.decode(fs.readFileSync(file), { useTArray: true, formatAsRGBA: false, maxMemoryUsageInMB: 2048, maxResolutionInMP: 200 });
  return { width, height, data };
}

// Runs `measure(tensor, picture)` (which answers boxes, scores and embeddings) on each photo named on a line of the standard input,
// paths below the folder given as the first argument. The first photo is measured once beforehand: models warm up outside of the times.
async function run(tf, measure) {
  const folder = process.argv[2];
  const names = fs.readFileSync(0, "utf8").split("\n").filter((name) => name.length > 0);
  let first = true;
  for (const name of names) {
    for (let again = first ? 2 : 1; again > 0; again--) {
      const cpu = process.cpuUsage();
      const start = performance.now();
      const picture = decode(path.join(folder, name));
      const decoded = performance.now();
      const tensor = tf.tensor3d(picture.data, [picture.height, picture.width, 3], "int32");
      const faces = await measure(tensor, picture);
      tf.dispose(tensor);
      const end = performance.now();
      const used = process.cpuUsage(cpu);
      if (again === 1) {
        console.log(JSON.stringify({
          photo: name,
          milliseconds: end - start,
          decodeMilliseconds: decoded - start,
          processorMilliseconds: (used.user + used.system) / 1000,
          faces,
        }));
      }
    }
    first = false;
  }
  console.log(JSON.stringify({ peakMegabytes: process.resourceUsage().maxRSS / 1000 }));
}

module.exports = { run };
