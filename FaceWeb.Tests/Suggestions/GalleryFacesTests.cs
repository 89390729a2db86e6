using System.Numerics.Tensors;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Suggestions;
using FaceWeb.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Suggestions;

/// <summary>The confirmed faces in memory follow the rows, whatever happens to these, and hand on only the people who changed.</summary>
public sealed class GalleryFacesTests
{
    [Fact]
    public async Task After_random_changes_it_holds_what_reading_everything_anew_gives_and_reads_only_people_who_changed()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await SeededAlbum.MakeAsync(faceWeb);
        var made = album.Vectors;
        await album.AddAsync(Enumerable.Range(0, 150).Select(_ => made.Anyone()));
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var model = faceWeb.App.Services.GetRequiredService<ModelHost>().Recognition;
        var random = new Random(5);
        var people = Enumerable.Range(0, 12).Select(i => new Person { Name = $"Person {i}" }).ToList();
        db.People.AddRange(people);
        await db.SaveChangesAsync();
        var faces = await db.Faces.Include(f => f.Embeddings).ToListAsync();

        using var gallery = new GalleryFaces(model);
        var told = new Dictionary<long, IReadOnlyList<LabelledFace>>();
        for (var round = 0; round < 60; round++)
        {
            var touched = new HashSet<long>();
            for (var change = 0; change < 4; change++)
            {
                var face = faces[random.Next(faces.Count)];
                var before = face.PersonId;
                switch (random.Next(5))
                {
                    case 0 or 1:
                        face.PersonId = people[random.Next(people.Count)].Id;
                        face.Decision = FaceDecision.Confirmed;
                        break;
                    case 2:
                        face.PersonId = null;
                        face.Decision = FaceDecision.Undecided;
                        break;
                    case 3:
                        var person = people[random.Next(people.Count)];
                        person.Hidden = !person.Hidden;
                        touched.Add(person.Id);
                        break;
                    case 4 when faces.Count > 100 && random.Next(4) == 0:
                        // A photo that is deleted says nothing.
                        db.Faces.Remove(face);
                        faces.Remove(face);
                        break;
                    default:
                        face.Embeddings.Clear();
                        face.Embeddings.Add(new FaceWeb.Data.Embedding { Model = model.Packs[0], Vector = HalfVector.Pack(made.Anyone()) });
                        break;
                }
                touched.UnionWith(new[] { before, face.PersonId }.OfType<long>());
                if (before != face.PersonId)
                {
                    // As each decision does.
                    db.ReviewActions.Add(new ReviewAction
                    {
                        UserId = "somebody",
                        Source = "test",
                        Description = "",
                        Events = { FaceEvent.Keeping(face.Id, face.Decision, face.PersonId) },
                    });
                }
                await db.SaveChangesAsync();
            }
            await gallery.CatchUpAsync(
                db,
                changed =>
                {
                    Assert.Subset(touched, changed.Keys.ToHashSet());
                    foreach (var (person, theirs) in changed)
                        told[person] = theirs;
                },
                CancellationToken.None);

            var all = await ConfirmedFaces.ReadAsync(db, model, CancellationToken.None);
            Assert.Equal(all.Count, gallery.Count);
            Assert.Equal(all.Select(f => (f.FaceId, f.PersonId)).Order(), told.Values.SelectMany(v => v).Select(f => (f.FaceId, f.PersonId)).Order());
            var kept = gallery.OfPeople(people.Select(p => p.Id).ToHashSet(), 0).ToDictionary(f => f.FaceId);
            foreach (var face in all)
            {
                Assert.Equal(face.PersonId, kept[face.FaceId].PersonId);
                Assert.True(TensorPrimitives.CosineSimilarity<float>(face.Embedding, kept[face.FaceId].Embedding) > 0.9999f);
                Assert.Equal(face.FaceId, gallery.Nearest(face.Embedding, 0, 1)[0].FaceId);
                Assert.DoesNotContain(gallery.Nearest(face.Embedding, face.FaceId, 3), n => n.FaceId == face.FaceId);
            }
        }
        await gallery.CatchUpAsync(db, _ => Assert.Fail("Nothing has changed."), CancellationToken.None);
    }
}
