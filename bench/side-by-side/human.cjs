// @vladmandic/human: BlazeFace, face mesh, faceres' 1,024 measurements, TensorFlow's WASM backend; what is not about who it is, is off.
"use strict";
const fs = require("fs");
const path = require("path");
const tf = require("@tensorflow/tfjs");
const { run } = require("./photos.cjs");

// Node's own fetch reads no files, and the library fetches its models.
const fetched = globalThis.fetch;
globalThis.fetch = (address, ...rest) => String(address).startsWith("file://")
  ? Promise.resolve(new Response(fs.readFileSync(new URL(address))))
  : fetched(address, ...rest);

async function main() {
  const folder = path.join(__dirname, "node_modules", "@vladmandic", "human");
  const { Human } = require(path.join(folder, "dist", "human.node-wasm.js"));
  const human = new Human({
    backend: "wasm",
    wasmPath: path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")) + "/dist/",
    modelBasePath: "file://" + path.join(folder, "models") + "/",
    cacheSensitivity: 0,
    debug: false,
    filter: { enabled: false },
    body: { enabled: false },
    hand: { enabled: false },
    object: { enabled: false },
    gesture: { enabled: false },
    segmentation: { enabled: false },
    face: {
      enabled: true,
      detector: { rotation: true, maxDetected: 200, minConfidence: 0.2 },
      mesh: { enabled: true },
      iris: { enabled: false },
      emotion: { enabled: false },
      antispoof: { enabled: false },
      liveness: { enabled: false },
      description: { enabled: true },
    },
  });
  await human.init();
  await human.load();
  await run(human.tf, async (tensor) => {
    const result = await human.detect(tensor);
    if (result.error)
      throw new Error(result.error);
    return result.face.map(({ box, score, embedding }) => ({
      x: box[0], y: box[1], w: box[2], h: box[3], score, embedding: Array.from(embedding ?? []),
    }));
  });
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
