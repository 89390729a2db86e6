using FaceWeb.Pipeline.Clustering;
using FaceWeb.Tests.Classification;

namespace FaceWeb.Tests.Clustering;

public class FaceGroupsTests
{
    [Fact]
    public void Faces_of_one_person_come_together_largest_group_first()
    {
        var faces = new SyntheticFaces(256, 1);
        var all = Enumerable.Range(1, 30).SelectMany(person => faces.Person(person, faces.Anyone(), 2 + (person % 9))).ToArray();
        new Random(1).Shuffle(all);
        var groups = new FaceGroups(256);
        foreach (var face in all)
            groups.Add(face.FaceId, face.PhotoId, face.Embedding);
        var personOf = all.ToDictionary(face => face.FaceId, face => face.PersonId);
        long together = 0, right = 0;
        foreach (var group in groups.Groups)
        {
            foreach (var (a, b) in Pairs(group.FaceIds))
            {
                together++;
                right += personOf[a] == personOf[b] ? 1 : 0;
            }
        }
        var wanted = all.GroupBy(face => face.PersonId).Sum(person => Pairs([.. person.Select(face => face.FaceId)]).Count());
        Assert.True(right >= 0.99 * together, $"precision {right}/{together}");
        Assert.True(right >= 0.90 * wanted, $"recall {right}/{wanted}");
        Assert.Equal(groups.Groups.Select(group => group.Size).OrderDescending(), groups.Groups.Select(group => group.Size));
    }

    [Fact]
    public void Two_faces_of_one_photo_are_never_in_one_group()
    {
        var faces = new SyntheticFaces(64, 2);
        var centre = faces.Anyone();
        var groups = new FaceGroups(64);
        for (var i = 0; i < 40; i++)
            groups.Add(i, i / 2, faces.Near(centre, 0.3f));
        Assert.All(groups.Groups, group => Assert.Equal(group.Size, group.FaceIds.Select(id => id / 2).Distinct().Count()));
        Assert.Equal(40, groups.Groups.Sum(group => group.Size));
    }

    [Fact]
    public void Faces_that_a_video_shows_at_once_are_never_in_one_group_and_those_that_it_shows_later_may()
    {
        var faces = new SyntheticFaces(64, 2);
        var centre = faces.Anyone();
        var groups = new FaceGroups(64);
        groups.Add(1, new FaceScene(9, 0, 100), faces.Near(centre, 0.3f));
        groups.Add(2, new FaceScene(9, 101, 200), faces.Near(centre, 0.3f));
        Assert.Equal(groups.GroupOf(1), groups.GroupOf(2));
        groups.Add(3, new FaceScene(9, 150, 300), faces.Near(centre, 0.3f));
        Assert.NotEqual(groups.GroupOf(1), groups.GroupOf(3));
        // Also by merging, and read back from where they had been together.
        for (var i = 4; i < 20; i++)
            groups.Add(i, i, faces.Near(centre, 0.3f));
        Assert.NotEqual(groups.GroupOf(2), groups.GroupOf(3));
        Assert.False(groups.Restore(groups.GroupOf(2)!.Value, 100, new FaceScene(9, 200, 201), faces.Near(centre, 0.3f)));
        Assert.Null(groups.GroupOf(100));
        // When who stood in the way has left, it may.
        groups.Remove(2);
        Assert.True(groups.Restore(groups.GroupOf(1)!.Value, 100, new FaceScene(9, 200, 201), faces.Near(centre, 0.3f)));
    }

    [Fact]
    public void Faces_that_were_told_apart_never_meet_also_by_merging()
    {
        var faces = new SyntheticFaces(64, 3);
        var centre = faces.Anyone();
        var groups = new FaceGroups(64);
        groups.Add(1, 1, faces.Near(centre, 0.3f));
        groups.Add(2, 2, faces.Near(centre, 0.3f));
        Assert.Equal(groups.GroupOf(1), groups.GroupOf(2));
        groups.Separate(100, [(1, 0), (2, 1)]);
        Assert.NotEqual(groups.GroupOf(1), groups.GroupOf(2));
        groups.Separate(101, [(1, 0), (3, 1)]);
        groups.Add(3, 3, faces.Near(centre, 0.3f));
        for (var i = 4; i < 40; i++)
            groups.Add(i, i, faces.Near(centre, 0.3f));
        Assert.NotEqual(groups.GroupOf(1), groups.GroupOf(2));
        Assert.NotEqual(groups.GroupOf(1), groups.GroupOf(3));
    }

    [Fact]
    public void Faces_that_come_back_are_in_their_group_of_old_and_no_other_group_gets_its_number()
    {
        var faces = new SyntheticFaces(64, 12);
        var (centre, other) = (faces.Anyone(), faces.Anyone());
        var embeddings = Enumerable.Range(0, 6).Select(_ => faces.Near(centre, 0.3f)).ToArray();
        var groups = new FaceGroups(64);
        for (var i = 0; i < 6; i++)
            groups.Add(i, i, embeddings[i]);
        var number = groups.GroupOf(0)!.Value;
        for (var i = 0; i < 6; i++)
            groups.Remove(i);
        Assert.Null(groups.Find(number));
        var later = groups.Add(10, 10, faces.Near(other, 0.3f));
        Assert.True(later > number, $"{later} after {number}");

        // A new photo of the same person has founded a group meanwhile: the two become one, under the number of the larger.
        var founded = groups.Add(11, 11, faces.Near(centre, 0.3f));
        groups.TakeChanges();
        for (var i = 0; i < 5; i++)
            Assert.Equal(number, groups.Return(number, i, i, embeddings[i]));
        groups.Settle(number);
        Assert.Equal((number, number), (groups.GroupOf(0), groups.GroupOf(11)));
        Assert.Null(groups.Find(founded));
        Assert.Equal([0L, 1, 2, 3, 4, 11], groups.TakeChanges().Select(c => c.FaceId).Order());

        // What may not be in the group any more looks for another place: a face of a photo that another face of the group is on.
        Assert.NotEqual(number, groups.Return(number, 5, 0, embeddings[5]));
        Assert.Equal(6, groups.Find(number)!.Size);
        Assert.True(groups.Add(12, 12, faces.Anyone()) > groups.GroupOf(5));
    }

    [Fact]
    public void Faces_taken_out_stay_out_and_may_stay_together_until_they_are_reunited()
    {
        var faces = new SyntheticFaces(64, 10);
        var centre = faces.Anyone();
        var embeddings = Enumerable.Range(0, 12).Select(_ => faces.Near(centre, 0.3f)).ToArray();
        var groups = new FaceGroups(64);
        for (var i = 0; i < 12; i++)
            groups.Add(i, i, embeddings[i]);
        var group = groups.GroupOf(0)!.Value;
        groups.Separate(7, [.. Enumerable.Range(0, 12).Select(i => ((long)i, i < 3 ? 1 : 0))]);

        Assert.Equal(9, groups.Find(group)!.Size);
        Assert.NotEqual(group, groups.GroupOf(0));
        Assert.Equal([groups.GroupOf(0), groups.GroupOf(0)], [groups.GroupOf(1), groups.GroupOf(2)]);
        groups.Remove(0);
        Assert.NotEqual(group, groups.Add(0, 0, embeddings[0]));

        // Read back from what was kept, they are apart as well.
        var read = new FaceGroups(64);
        for (var i = 0; i < 12; i++)
            read.Restore(1, i, i, embeddings[i]);
        read.Separate(7, [.. Enumerable.Range(0, 12).Select(i => ((long)i, i < 3 ? 1 : 0))]);
        Assert.Equal(1, read.GroupOf(11));
        Assert.NotEqual(1, read.GroupOf(1));

        Assert.Equal(12, groups.Reunite(7).Count);
        groups.Remove(0);
        groups.Add(0, 0, embeddings[0]);
        Assert.Equal(12, groups.Groups[0].Size);
    }

    [Fact]
    public void Reserved_ids_are_not_given_again_and_a_lower_reservation_takes_none_back()
    {
        var faces = new SyntheticFaces(64, 12);
        var groups = new FaceGroups(64);
        groups.Restore(3, 1, 1, faces.Anyone());
        groups.Reserve(40);
        groups.Reserve(7);
        Assert.Equal(41, groups.Add(2, 2, faces.Anyone()));
    }

    [Fact]
    public void Random_separations_hold_whatever_comes_and_goes()
    {
        var faces = new SyntheticFaces(64, 11);
        var random = new Random(11);
        var centres = Enumerable.Range(0, 3).Select(_ => faces.Anyone()).ToArray();
        var groups = new FaceGroups(64);
        var standing = new Dictionary<long, (long Face, int Part)[]>();
        var together = 0;
        for (var step = 1; step <= 1500; step++)
        {
            var id = random.Next(120);
            switch (random.Next(20))
            {
                case 0:
                    standing[step] = [.. Enumerable.Range(0, 120).Where(_ => random.Next(8) == 0).Select(face => ((long)face, random.Next(3)))];
                    groups.Separate(step, standing[step]);
                    break;
                case 1 when standing.Count > 10:
                    var gone = standing.Keys.ElementAt(random.Next(standing.Count));
                    standing.Remove(gone);
                    Assert.NotEmpty(groups.Reunite(gone));
                    break;
                case < 10:
                    groups.Remove(id);
                    break;
                default:
                    groups.Add(id, id, faces.Near(centres[id % 3], 0.4f));
                    break;
            }
            if (step % 50 != 0)
                continue;
            foreach (var parts in standing.Values)
            {
                foreach (var group in parts.Where(p => groups.GroupOf(p.Face) is not null).GroupBy(p => groups.GroupOf(p.Face)))
                {
                    Assert.Single(group.Select(p => p.Part).Distinct());
                    together += group.Count() - 1;
                }
            }
        }
        // Faces of one part do meet: the separations keep apart, they do not scatter.
        Assert.True(together > 100, $"{together}");
    }

    [Fact]
    public void Random_additions_and_removals_leave_every_face_in_exactly_one_group()
    {
        var faces = new SyntheticFaces(64, 4);
        var random = new Random(4);
        var centres = Enumerable.Range(0, 12).Select(_ => faces.Anyone()).ToArray();
        var groups = new FaceGroups(64);
        var here = new HashSet<long>();
        for (var step = 0; step < 2000; step++)
        {
            var id = random.Next(300);
            if (here.Remove(id))
                Assert.True(groups.Remove(id));
            else if (here.Add(id))
                groups.Add(id, random.Next(1000), faces.Near(centres[random.Next(12)]));
            if (step % 100 == 0)
            {
                Assert.Equal(here.Order(), groups.Groups.SelectMany(group => group.FaceIds).Order());
                Assert.All(here, face => Assert.Contains(face, groups.Find(groups.GroupOf(face)!.Value)!.FaceIds));
            }
        }
        foreach (var id in here)
            groups.Remove(id);
        Assert.Equal((0, 0), (groups.FaceCount, groups.GroupCount));
    }

    [Fact]
    public void Groups_that_were_read_back_go_on_as_before()
    {
        var faces = new SyntheticFaces(128, 6);
        var all = faces.People(10, 6);
        var kept = new FaceGroups(128);
        foreach (var face in all)
            kept.Add(face.FaceId, face.PhotoId, face.Embedding);
        var read = new FaceGroups(128);
        foreach (var group in kept.Groups)
        {
            foreach (var id in group.FaceIds)
            {
                var face = all.First(f => f.FaceId == id);
                read.Restore(group.Id, id, face.PhotoId, face.Embedding);
            }
        }
        Assert.Equal(kept.Groups.Select(group => (group.Id, group.Size)), read.Groups.Select(group => (group.Id, group.Size)));
        var next = faces.Near(all[0].Embedding, 0.4f);
        Assert.Equal(kept.Add(1000, 1000, next), read.Add(1000, 1000, next));
    }

    [Fact]
    public void A_face_finds_its_own_group_among_many()
    {
        var faces = new SyntheticFaces(512, 7);
        var groups = new FaceGroups(512);
        var random = new Random(7);
        // More groups than one piece of memory holds, so that rows of several pieces are looked through.
        for (var i = 0; i < 5_000; i++)
        {
            var vector = new float[512];
            foreach (ref var value in vector.AsSpan())
                value = (random.NextSingle() - 0.5f) * 0.153f;
            groups.Restore(i + 1, i, i, vector);
        }
        var centre = faces.Anyone();
        groups.Restore(6_000, 6_000, 6_000, faces.Near(centre, 0.3f));
        Assert.Equal(6_000, groups.Add(6_001, 6_001, faces.Near(centre, 0.3f)));
        Assert.Equal(6_001, groups.Add(6_002, 6_002, faces.Anyone()));
    }

    [Fact]
    public void Changes_are_told_once_and_only_those_of_the_faces_that_moved()
    {
        var faces = new SyntheticFaces(64, 9);
        var (one, other) = (faces.Anyone(), faces.Anyone());
        var groups = new FaceGroups(64);
        groups.Restore(5, 1, 1, faces.Near(one, 0.3f));
        Assert.Empty(groups.TakeChanges());
        groups.Add(2, 2, faces.Near(one, 0.3f));
        groups.Add(3, 3, faces.Near(other, 0.3f));
        Assert.Equal([(2, 5), (3, 6)], groups.TakeChanges().Order());
        Assert.Empty(groups.TakeChanges());
        groups.Remove(2);
        Assert.Equal([(2, (long?)null)], groups.TakeChanges());
    }

    private static IEnumerable<(long, long)> Pairs(IReadOnlyList<long> ids)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            for (var j = 0; j < i; j++)
                yield return (ids[i], ids[j]);
        }
    }
}
